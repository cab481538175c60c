// What is in the tarball, what its manifest says, and the command line that comes with it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { homedir } from 'node:os';
import { test } from 'node:test';
import { ROOT, run } from '../lib/project.mjs';

const FORMATS = ['esm', 'cjs'];

const ENTRIES = ['index', 'slim', 'codec', 'inspect', 'sim', 'devtools'];
/** What bundlers can leave out of `drywire`. */
const PARTS = ['capture', 'capture-table', 'capture-write', 'dissect', 'dump', 'dump-write', 'filter', 'flow', 'summarize', 'tcp'];
/** The modules; `drywire` is the one of `drywire/slim`. */
const GROUPS = ['capture', 'capture-write', 'codec', 'dissect', 'drywire', 'dump', 'filter', 'flow', 'inspect', 'lab', 'tcp'];

/** All that is neither a declaration nor named here has no business in the tarball. */
const FILES = [
  'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json',
  'dist/cli.mjs', ...GROUPS.map((group) => `dist/${group}.wasm`),
  ...PARTS.map((part) => `dist/esm/${part}.js`),
  ...FORMATS.flatMap((format) => ['package.json', ...ENTRIES.map((entry) => `${entry}.js`)].map((file) => `dist/${format}/${file}`)),
  ...ENTRIES.flatMap((entry) => [`dist/node/${entry}.mjs`, `dist/node/${entry}.cjs`]),
].sort();
/** What the entries of ES modules have in common. */
const SHARED = /^dist\/esm\/shared-[\w]+\.js$/;
const DECLARATION = /^dist\/(esm|cjs)\/(types\/|engines\/)?[\w-]+\.d\.ts$/;

const DATAGRAM = '4500001e 00010000 401166cc 0a000001 0a000002 30390035 000a0000 abcd';

/** @param {() => import('../lib/project.mjs').Project} project */
export const tarballSuite = (project) => {
  const installed = () => join(project().folder, 'node_modules', 'drywire');
  const read = (file) => readFileSync(join(installed(), file), 'utf8');

  test('the tarball holds code, declarations, wasm, readme, changes and licences, and nothing else', () => {
    const { files } = project();
    assert.deepEqual(files.filter((file) => !DECLARATION.test(file) && !SHARED.test(file)), FILES);
    const installedFiles = readdirSync(installed(), { recursive: true }).map((file) => file.replaceAll('\\', '/'));
    assert.deepEqual(installedFiles.filter((file) => statSync(join(installed(), file)).isFile()).sort(), files);
    for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.equal(read(file), readFileSync(join(ROOT, file), 'utf8'), file);
    assert.equal(realpathSync(installed()), installed(), 'a copy, not a link into the repository');
  });

  test('the manifest runs nothing at install, depends on nothing, and names only files that are there', () => {
    const manifest = JSON.parse(read('package.json'));
    for (const key of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts']) assert.equal(manifest[key], undefined, key);
    const named = [manifest.main, manifest.module, manifest.types, manifest.bin.drywire, ...leaves(manifest.exports)];
    for (const path of named) assert.ok(project().files.includes(posix.normalize(path)), path);
  });

  test('declarations import only what is in the tarball, and none names a type from elsewhere', () => {
    const { files } = project();
    const declarations = files.filter((file) => DECLARATION.test(file));
    for (const file of declarations) {
      for (const [, path] of read(file).replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
        assert.match(path, /^\.{1,2}\/.*\.js$/, `${file} imports ${path}`);
        assert.ok(files.includes(posix.join(dirname(file), path).replace(/\.js$/, '.d.ts')), `${file} imports ${path}`);
      }
    }
    const of = (format) => declarations.filter((file) => file.startsWith(`dist/${format}/`)).map((file) => file.slice(`dist/${format}`.length));
    assert.deepEqual(of('cjs'), of('esm'));
  });

  test('no file names a folder of the machine that built it', () => {
    for (const file of project().files) {
      const text = readFileSync(join(installed(), file), 'latin1');
      for (const folder of [ROOT, join(homedir(), '.cargo')]) assert.ok(!text.includes(folder), `${file} names ${folder}`);
    }
  });

  commandLine(project);
};

const commandLine = (project) => {
  const drywire = (args, input) => run('npx', ['--offline', '--no', '--', 'drywire', ...args], { cwd: project().folder, input });

  test('npx drywire decode prints the packet as a tree, without colour', async () => {
    const { code, stdout, stderr } = await drywire(['decode', DATAGRAM]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /^IPv4 .*10\.0\.0\.1 → 10\.0\.0\.2/m);
    assert.match(stdout, /^UDP .*12345 → 53/m);
    assert.ok(!stdout.includes('\x1b'));
  });

  test('npx drywire decode --json - reads standard input and prints the packet alone', async () => {
    const { code, stdout, stderr } = await drywire(['decode', '--json', '-'], DATAGRAM);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { layers, ipv4, udp, payload } = JSON.parse(stdout);
    assert.deepEqual({ layers, source: ipv4.source, udp, payload }, {
      layers: ['ipv4', 'udp'], source: '10.0.0.1', payload: 'abcd',
      udp: { sourcePort: 12345, destinationPort: 53, length: 10, checksum: 0, checksumStatus: 'absent' },
    });
  });

  test('npx drywire decode exits with 1, layer and offset where nothing can be read', async () => {
    const { code, stdout, stderr } = await drywire(['decode', '--link', 'raw', '4500']);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^drywire: ipv4 at byte 0: /);
  });
};

/** All paths of a manifest's `exports`. */
const leaves = (node) => (typeof node === 'string' ? [node] : Object.values(node).flatMap(leaves));
