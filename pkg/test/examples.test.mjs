// Every example in the package's documentation runs and prints what its comments say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PKG = new URL('..', import.meta.url);

/** Files with examples, relative to the package. */
const files = [
  '../README.md',
  'README.md',
  ...readdirSync(new URL('src', PKG), { recursive: true }).filter((name) => name.endsWith('.ts')).map((name) => `src/${name}`),
];

/** The JavaScript of a file's examples; in a doc comment each line begins with an asterisk. */
function examples(text) {
  return [...text.matchAll(/^( *\* )?```js\n([\s\S]*?)^( *\* )?```$/gm)]
    .map(([, comment, code]) => (comment === undefined ? code : code.replace(/^ *\* ?/gm, '')));
}

/** What the comments after `console.log(…); // …` say. */
const promised = (code) => [...code.matchAll(/^\s*console\.log\(.*\);(?: \/\/ (.*))?$/gm)].map(([, text]) => text);

let found = 0;
for (const file of files) {
  for (const [index, code] of examples(readFileSync(new URL(file, PKG), 'utf8')).entries()) {
    found++;
    test(`example ${index + 1} of ${file}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-'], {
        input: code, cwd: fileURLToPath(PKG), encoding: 'utf8',
        // An example that is a test itself is not a part of this one.
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      });
      assert.equal(stderr, '');
      assert.equal(status, 0);
      const expected = promised(code);
      if (code.includes("from 'node:test'")) {
        assert.match(stdout, /^# pass [1-9]/m);
        return;
      }
      assert.ok(expected.length > 0, 'an example prints something');
      assert.ok(expected.every((text) => text !== undefined), 'an example says what it prints');
      assert.deepEqual(stdout.trimEnd().split('\n'), expected);
    });
  }
}

test('there are examples', () => assert.ok(found >= 10, `${found} were found`));
