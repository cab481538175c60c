// The packed package, installed and used as people use it. One file, so that it is packed and installed once.
import { after, before, describe } from 'node:test';
import { install } from './lib/project.mjs';
import { browserSuite } from './suites/browser.mjs';
import { devtoolsSuite } from './suites/devtools.mjs';
import { nodeSuite } from './suites/node.mjs';
import { tarballSuite } from './suites/tarball.mjs';
import { typesSuite } from './suites/types.mjs';

let installed;
const project = () => installed;

before(async () => {
  installed = await install();
});
after(() => installed?.remove());

// A suite of its own for each: without a browser, only what needs one fails.
describe('the tarball', () => tarballSuite(project));
describe('Node', () => nodeSuite(project));
describe('TypeScript', () => typesSuite(project));
describe('Chromium', () => browserSuite(project));
describe('developer tools', () => devtoolsSuite(project));
