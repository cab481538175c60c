// The command line: what it prints, where, and with which exit code.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decode, encode, writeCapture } from 'drywire';
import { DATAGRAM, SYN } from './support/packets.mjs';

const { bin, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url)));
const CLI = fileURLToPath(new URL(`../${bin.drywire}`, import.meta.url));
const HEX = Buffer.from(DATAGRAM).toString('hex');
const folder = mkdtempSync(join(tmpdir(), 'drywire-cli-'));
after(() => rmSync(folder, { recursive: true }));

const run = (args, { input = '', env = {} } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8', env: { ...process.env, ...env } });
  return { status, stdout, stderr };
};

const file = (name, content) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

test('a packet is printed as a tree of layers, fields and places', () => {
  const { status, stdout, stderr } = run(['decode', HEX]);
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^IPv4 {2}10\.0\.0\.1 → 10\.0\.0\.2.* {2}\[0-19\]$/m);
  assert.match(stdout, /^├─ Time to live +64 hops {2}\[8\]$/m);
  assert.match(stdout, /^├─ Source port +12345 {2}\[20-21\]$/m);
  assert.match(stdout, /^Payload {2}.*\[28-29\]$/m);
  assert.doesNotMatch(stdout, /\x1b/, 'no colour where there is no terminal');
});

test('hex may come in several arguments, from a file and from standard input', () => {
  const { stdout } = run(['decode', HEX]);
  assert.ok(stdout.length > 500);
  assert.equal(run(['decode', ...HEX.match(/.{8}|.+$/g)]).stdout, stdout);
  assert.equal(run(['decode', file('packet.hex', `${HEX}\n`)]).stdout, stdout);
  assert.equal(run(['decode', '-'], { input: HEX.replace(/../g, '$&\n') }).stdout, stdout);
});

test('bytes may come from a file and from standard input', () => {
  const { stdout } = run(['decode', HEX]);
  assert.equal(run(['decode', file('packet.bin', DATAGRAM)]).stdout, stdout);
  assert.equal(run(['decode', '-'], { input: DATAGRAM }).stdout, stdout);
});

test('bytes that nothing in them says to be a packet are refused, unless --link says what they are', () => {
  const lldp = file('lldp.bin', Buffer.from('0180c200000e00112233445588cc020704001122334455040305473106020078' + '0000', 'hex'));
  const refused = run(['summary', lldp]);
  assert.deepEqual([refused.status, refused.stdout], [1, '']);
  assert.match(refused.stderr, /lldp\.bin is neither a capture \(pcap or pcapng\), nor a dump, nor by its bytes a packet: --link ethernet reads it as one\n$/);
  assert.deepEqual(run(['summary', lldp, '--link', 'ethernet']).status, 0);
  assert.match(run(['summary', '-', '--link', '1'], { input: readFileSync(lldp) }).stdout, /ethertype LLDP/);
  assert.equal(run(['decode', file('picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))]).status, 1);
  assert.match(run(['decode', file('some.zip', Buffer.from('504b0304140000000800', 'hex'))]).stderr, /some\.zip: this is a ZIP archive: unpack it first/);
  const long = file('long.bin', Buffer.alloc(0x100001));
  for (const args of [[long], [long, '--link', 'ethernet']]) {
    const { status, stderr } = run(['summary', ...args]);
    assert.equal(status, 1);
    assert.match(stderr, /long\.bin is neither a capture \(pcap or pcapng\), nor a dump, and longer than any packet\n$/, 'no option is named that does not help');
  }
});

test('a capture is not read as a dump, and whoever asks for that is told so', () => {
  const capture = file('some.pcap', writeCapture([{ data: DATAGRAM }], { format: 'pcap', link: 'raw' }));
  const { status, stderr } = run(['decode', '--from', 'xxd', capture]);
  assert.equal(status, 1);
  assert.match(stderr, /some\.pcap begins as a capture does, and --from is for dumps: leave it out\n$/);
});

test('--json prints the packet as JSON and nothing else, and encode takes it back', () => {
  const { status, stdout, stderr } = run(['decode', '--json', Buffer.from(SYN).toString('hex')]);
  assert.deepEqual([status, stderr], [0, '']);
  const packet = JSON.parse(stdout);
  assert.deepEqual(packet.tcp, decode(SYN).tcp);
  assert.deepEqual(encode(packet), SYN);
  const { payload, trailer } = JSON.parse(run(['decode', HEX, '--json']).stdout);
  assert.deepEqual([payload, trailer], ['abcd', '']);
});

test('--link says what the first byte belongs to', () => {
  const cooked = '0000 0001 0006 0200000000010000 0800';
  assert.match(run(['decode', '--link', 'sll', cooked]).stdout, /^Linux cooked/m);
  assert.match(run(['decode', '--link=113', cooked]).stdout, /^Linux cooked/m);
  const wrong = run(['decode', '--link', 'ppp', HEX]);
  assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /^drywire: --link must be one of auto, .*'ppp'\n$/);
  assert.match(run(['decode', '--from', 'pcap', HEX]).stderr, /^drywire: --from must be one of hex, /);
});

test('a problem stands under its field; --strict makes it an error', () => {
  const bytes = DATAGRAM.slice();
  bytes[10] = 0;
  const hex = Buffer.from(bytes).toString('hex');
  const { status, stdout } = run(['decode', hex]);
  assert.equal(status, 0);
  assert.match(stdout, /Header checksum .*\n│ {2}! checksum-wrong: ipv4 at byte 10: the checksum is 0x00cc /);
  const strict = run(['decode', '--strict', hex]);
  assert.deepEqual([strict.status, strict.stdout], [1, '']);
  assert.match(strict.stderr, /^drywire: ipv4 at byte 10: the checksum is 0x00cc and the bytes give 0x66cc\n$/);
});

test('nothing that can be read is exit code 1, with problem, layer and offset', () => {
  const short = run(['decode', '4500 0014']);
  assert.deepEqual([short.status, short.stdout], [1, '']);
  assert.match(short.stderr, /^drywire: ipv4 at byte 0: the header needs 20 bytes and 4 are there\n$/);
  for (const command of ['decode', 'summary', 'flows', 'convert --to hex']) {
    const words = command.split(' ');
    assert.deepEqual(run([...words, ''], {}), { status: 1, stdout: '', stderr: 'drywire: there are no packets in the argument\n' });
    assert.deepEqual(run([...words, '-']), { status: 1, stdout: '', stderr: 'drywire: there are no packets in standard input\n' });
  }
  assert.equal(run(['decode', '--json', '45']).stdout, '');
});

test('what is not hex is exit code 1, with the place', () => {
  const argument = run(['decode', '45 0g']);
  assert.equal(argument.status, 1);
  assert.match(argument.stderr, /^drywire: not hex, and there is no file of this name: 'g' at line 1, column 5 is neither/);
  const input = run(['decode', '-'], { input: '4500\n00zz\n' });
  assert.equal(input.status, 1);
  assert.match(input.stderr, /^drywire: standard input at line 2, column 1: this line is not hex, and was left out \(not-read\)\n/m);
  assert.match(run(['decode', '45', '0']).stderr, /^drywire: the arguments at column 4: an odd number of hex digits/);
});

test('a wrong command is exit code 2, and says so on standard error', () => {
  for (const args of [[], ['encode'], ['toString'], [HEX], ['summary'], ['convert', HEX], ['convert', HEX, '--to', 'gif'], ['decode', HEX, '--number', '0'], ['decode'], ['decode', '--colour', HEX], ['decode', '--link']]) {
    const { status, stdout, stderr } = run(args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^drywire: /);
  }
});

test('--help and --version print on standard output', () => {
  assert.match(run(['--help']).stdout, /^Usage: drywire <command>/);
  for (const command of ['decode', 'summary', 'flows', 'follow', 'convert']) {
    const { status, stdout, stderr } = run([command, '-h']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^Usage: drywire ${command} [^]*Exits 0 when`));
    assert.equal(run(['help', command]).stdout, stdout);
    assert.ok(stdout.split('\n').every((line) => line.length <= 120));
    assert.ok(run(['--help']).stdout.includes(`  ${command} `));
  }
  assert.deepEqual(run(['--version']), { status: 0, stdout: `${version}\n`, stderr: '' });
  assert.match(run([HEX]).stderr, /Did you mean: drywire decode 4500/);
});

test('a file that can not be read is exit code 1', () => {
  const { status, stderr } = run(['decode', folder]);
  assert.equal(status, 1);
  assert.match(stderr, /^drywire: /);
});

test('whoever closes the pipe early has read enough', async () => {
  const child = spawn(process.execPath, [CLI, 'decode', '--link', 'ethernet', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => { stderr += text; });
  child.stdout.destroy();
  child.stdin.end(Buffer.concat([Buffer.alloc(12), Buffer.from('81000001'.repeat(16_000), 'hex'), Buffer.alloc(60)]));
  const code = await new Promise((resolve) => { child.on('close', resolve); });
  assert.deepEqual([code, stderr], [0, '']);
});

test('colour is for terminals that have not refused it', async () => {
  const { styles } = await loadStyles();
  const coloured = (isTerminal, env) => styles(isTerminal, env).problem('x') !== 'x';
  assert.deepEqual([coloured(true, {}), coloured(false, {}), coloured(undefined, {})], [true, false, false]);
  assert.deepEqual([coloured(true, { NO_COLOR: '1' }), coloured(true, { NO_COLOR: '' }), coloured(true, { TERM: 'dumb' })], [false, true, false]);
});

/** No test can have a terminal everywhere, so this one looks at the part that decides. */
async function loadStyles() {
  const { build } = await import('esbuild');
  const { outputFiles: [{ text }] } = await build({
    entryPoints: [fileURLToPath(new URL('../src/tree.ts', import.meta.url))], bundle: true, write: false, format: 'esm',
  });
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}
