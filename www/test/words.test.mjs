// Every field that the package names is explained, and every problem that it can find comes with what to do.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const load = async (name) => (await runnerImport(path(`../src/${name}.ts`), { logLevel: 'error' })).module;

const RUST = path('../../src/wire');
const rust = readdirSync(RUST, { recursive: true })
  .filter((file) => file.endsWith('.rs') && !file.endsWith('field.rs'))
  .map((file) => readFileSync(join(RUST, file), 'utf8')).join('\n');

test('every field is explained', async () => {
  const { explain } = await load('words/glossary');
  const names = new Set([...rust.matchAll(/Field::\w+\(\s*"([a-z0-9_]+\.[a-z0-9_.]+) /g)].map(([, name]) => name));
  assert.ok(names.size > 80, `only ${names.size} names were found in the sources: has their form changed?`);
  // The flags as one number are a group here, and its explanation is the same.
  assert.deepEqual([...names].filter((name) => explain(name) === null), []);
});

test('every field of an application\'s protocol is explained', async () => {
  const { explain } = await load('words/glossary');
  const folder = path('../../src/dissect/app');
  const sources = readdirSync(folder).filter((file) => file !== 'tests.rs').map((file) => readFileSync(join(folder, file), 'utf8')).join('\n').replace(/\/\/.*$/gm, '');
  const names = new Set([...sources.matchAll(/"((?:http|dns|tls|ssh|dhcp|ntp|snmp|telnet|ftp|smtp|pop|imap)\.[a-z0-9_.]+) [A-Z]/g)].map(([, name]) => name));
  assert.ok(names.size > 60, `only ${names.size} names were found in the sources: has their form changed?`);
  assert.deepEqual([...names].filter((name) => explain(name) === null), []);
});

test('every problem has advice of its own', async () => {
  const { adviceFor } = await load('words/advice');
  const codes = [...rust.matchAll(/= "([a-z]+(?:-[a-z]+)*)",\s*"/g)].map(([, code]) => code);
  assert.ok(codes.length > 10, `only ${codes.length} codes were found in the sources: has their form changed?`);
  const fallback = adviceFor({ code: 'unheard-of' });
  assert.deepEqual(codes.filter((code) => adviceFor({ code }) === fallback), []);
});
