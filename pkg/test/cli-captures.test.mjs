// The command line over captures and dumps: decode, summary and convert, from files and pipes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { encode, formatDump, readCapture, writeCapture } from 'drywire';
import { DATAGRAM, SYN } from './support/packets.mjs';

const { bin } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url)));
const CLI = fileURLToPath(new URL(`../${bin.drywire}`, import.meta.url));
const DUMPS = fileURLToPath(new URL('../../tests/dumps/', import.meta.url));
const CAPTURES = fileURLToPath(new URL('../../../shared/captures', import.meta.url));
const captures = existsSync(CAPTURES) ? readdirSync(CAPTURES).filter((name) => /\.pcap(ng)?$/.test(name)) : [];
const missing = captures.length === 0 && 'no captures beside the repository: ../shared/captures';
const folder = mkdtempSync(join(tmpdir(), 'drywire-cli-'));
after(() => rmSync(folder, { recursive: true }));

const run = (args, { input = '', encoding = 'utf8' } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: encoding === 'buffer' ? null : encoding, maxBuffer: 1 << 28 });
  return { status, stdout, stderr: String(stderr) };
};
const file = (name, content) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const packetsOf = async (bytes) => {
  const packets = [];
  for await (const { data, timestamp, originalLength, link, comment } of readCapture(bytes)) {
    packets.push({ data: Buffer.from(data).toString('hex'), timestamp, originalLength, link, comment });
  }
  return packets;
};
/** The first bytes of a bare IPv4 packet of 60. */
const CUT = SYN.subarray(14, 44);
const TWO = writeCapture([
  { data: DATAGRAM, timestamp: 1_545_562_209_891_237_001n, comment: 'a question' },
  { data: CUT, timestamp: 1_545_562_210_000_000_000n, originalLength: 60 },
], { link: 'raw' });

test('every sample of a dump is decoded, or refused with the place', () => {
  const rows = readFileSync(join(DUMPS, 'expected.tsv'), 'utf8').trimEnd().split('\n').slice(1).map((row) => row.split('\t'));
  for (const [name, hex] of rows) {
    const { status, stdout, stderr } = run(['decode', join(DUMPS, name), '--json']);
    if (hex === '') {
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(stderr, /^drywire: .* at column 159: what printed this left out 28 more: print all of it\n$/);
      continue;
    }
    assert.equal(status, 0, name);
    assert.deepEqual(Buffer.from(encode(JSON.parse(stdout))).toString('hex'), hex, name);
    // Words that were swapped are said, and nothing else needs to be.
    assert.match(stderr, /^(drywire: .* \((swapped|text-differs)\)\n)*$/, name);
  }
});

test('an offset is never read as data', () => {
  const dump = formatDump(DATAGRAM, 'tshark');
  const { payload } = JSON.parse(run(['decode', '-', '--json'], { input: dump }).stdout);
  assert.equal(payload, 'abcd');
  assert.equal(run(['decode', '-', '--from', 'xxd-bits'], { input: dump }).status, 1);
  assert.equal(run(['decode', '-', '--from', 'gif'], { input: dump }).status, 2);
});

test('text in UTF-16, as some shells redirect it, is text', () => {
  const hex = Buffer.from(DATAGRAM).toString('hex');
  const { stdout } = run(['decode', hex]);
  assert.equal(run(['decode', '-'], { input: Buffer.from(`\ufeff${hex}\r\n`, 'utf16le') }).stdout, stdout);
  assert.equal(run(['decode', '-'], { input: `\ufeff${hex}\r\n` }).stdout, stdout);
});

test('several packets stand apart; as JSON they are a line each', () => {
  const path = file('two.pcapng', TWO);
  const { status, stdout, stderr } = run(['decode', path]);
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^Packet 1, 10:50:09\.891237, 30 bytes: a question\nIPv4 /);
  assert.match(stdout, /\n\nPacket 2, 10:50:10\.000000, 30 of 60 bytes\nIPv4 /);
  const lines = run(['decode', path, '--json']).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ ipv4 }) => ipv4.source), ['10.0.0.1', '10.0.0.1']);
  assert.equal(run(['decode', path, '--number', '1']).stdout, run(['decode', Buffer.from(DATAGRAM).toString('hex')]).stdout);
  const none = run(['decode', path, '--number', '3']);
  assert.deepEqual([none.status, none.stderr], [1, `drywire: ${path} has no packet 3\n`]);
});

test('a summary has the line of each packet, whatever holds it', () => {
  const [first] = run(['summary', file('two.pcapng', TWO)]).stdout.split('\n');
  assert.match(first, /^10:50:09\.891237 IP 10\.0\.0\.1\.12345 > 10\.0\.0\.2\.53: /);
  const plain = run(['summary', '-'], { input: TWO });
  assert.equal(plain.stdout.split('\n')[0], first);
  assert.equal(run(['summary', '-'], { input: gzipSync(TWO) }).stdout, plain.stdout);
  assert.equal(run(['summary', '--no-time', Buffer.from(DATAGRAM).toString('hex')]).stdout, `${first.slice(16)}\n`);
  const json = run(['summary', '--json', join(folder, 'two.pcapng')]).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(json[0], { number: 1, timestamp: '1545562209891237001', link: 101, length: 30, summary: first.slice(16) });
});

test('numbers count from the first of each connection, or stand as they are', { skip: missing }, () => {
  const capture = join(CAPTURES, 'td-ssh.pcap');
  const [, , third] = run(['summary', capture]).stdout.split('\n');
  assert.match(third, /Flags \[\.\], ack 1, /);
  assert.match(run(['summary', capture, '--absolute']).stdout.split('\n')[2], /Flags \[\.\], ack \d{6,}, /);
});

test('every capture is summarised and converted to the same packets', { skip: missing, timeout: 600_000 }, async () => {
  assert.ok(captures.length > 25);
  for (const name of captures) {
    const path = join(CAPTURES, name);
    const before = await packetsOf(readFileSync(path));
    const { status, stdout } = run(['summary', path]);
    assert.deepEqual([status, stdout.trimEnd().split('\n').length], [0, before.length], name);
    const output = join(folder, 'converted.pcapng');
    assert.equal(run(['convert', path, '-o', output]).status, 0, name);
    assert.deepEqual(await packetsOf(readFileSync(output)), before, name);
  }
});

test('packets go through every text and back', async () => {
  const path = file('two.pcapng', TWO);
  const expected = [DATAGRAM, CUT].map((data) => Buffer.from(data).toString('hex'));
  for (const format of ['hex', 'xxd', 'tcpdump', 'tshark', 'hexdump-c', 'c-array', 'base64', 'c-string', 'python-bytes', 'scapy', 'node-buffer']) {
    const text = run(['convert', path, '--to', format]);
    assert.deepEqual([text.status, text.stderr], [0, ''], format);
    const back = run(['convert', '-', '--to', 'pcap', '--from', format, '--link', 'raw'], { input: text.stdout, encoding: 'buffer' });
    assert.equal(back.status, 0, `${format}: ${back.stderr}`);
    assert.deepEqual((await packetsOf(back.stdout)).map(({ data }) => data), expected, format);
  }
});

test('a time of a dump goes into the capture, where it has a date', async () => {
  const dump = readFileSync(join(DUMPS, '36-tshark-json.txt'));
  const { stdout } = run(['convert', '-', '--to', 'pcapng'], { input: dump, encoding: 'buffer' });
  assert.deepEqual((await packetsOf(stdout)).map(({ timestamp, link }) => [timestamp, link]), [[1_545_562_209_891_237_000n, 1]]);
});

test('what is wrong with a capture is said, and all that is whole is given', () => {
  const cut = run(['summary', '-'], { input: TWO.subarray(0, -30) });
  assert.equal(cut.status, 0);
  assert.equal(cut.stdout.trimEnd().split('\n').length, 1);
  assert.match(cut.stderr, /^drywire: standard input at byte \d+: /);
  const header = run(['summary', '-'], { input: writeCapture([], { format: 'pcap', link: 'raw' }) });
  assert.deepEqual([header.status, header.stdout, header.stderr], [1, '', 'drywire: there are no packets in standard input\n']);
  const foreign = run(['summary', '-'], { input: gzipSync('hello, world') });
  assert.deepEqual([foreign.status, foreign.stdout], [1, '']);
  assert.match(foreign.stderr, /^drywire: /);
  assert.match(run(['summary', folder]).stderr, /is a folder: name a file in it\n$/);
  assert.equal(run(['convert', join(folder, 'two.pcapng'), '-o', join(folder, 'two.pcapng')]).status, 2);
});

test('whoever closes the pipe early has read enough, of any command', async () => {
  const many = file('many.pcap', writeCapture(Array.from({ length: 20_000 }, () => DATAGRAM), { format: 'pcap', link: 'raw' }));
  for (const args of [['summary', many], ['decode', many], ['follow', '0', many], ['convert', many, '--to', 'xxd'], ['convert', many, '--to', 'pcapng']]) {
    // With the options of this Node: without --no-concurrent-recompilation a process that ends while it compiles may never end.
    const child = spawn(process.execPath, [...process.execArgv, CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => { stderr += text; });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => { child.on('close', resolve); });
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
  }
});

test('progress is for terminals whose output is elsewhere, and is taken away', async () => {
  const { progress, progressLine } = await load('../src/cli/progress.ts');
  assert.equal(progressLine({ bytes: 25, total: 100, packets: 12_345 }), '25 %, 12,345 packets');
  assert.equal(progressLine({ bytes: 2_500_000, packets: 1 }), '2.5 MB, 1 packets');
  const shown = (error, output) => {
    let [text, now] = ['', 0];
    const { show, clear } = progress({ ...error, write: (more) => { text += more; } }, output, () => now);
    for (now = 0; now <= 1000; now += 100) show({ bytes: now, total: 1000, packets: now });
    clear();
    return text;
  };
  assert.equal(shown({ isTTY: true }, {}), '\r70 %, 700 packets\x1b[K\r90 %, 900 packets\x1b[K\r\x1b[K');
  assert.equal(shown({ isTTY: true }, { isTTY: true }) + shown({}, {}), '');
});

/** No test can have a terminal everywhere, so one looks at the part that decides. */
async function load(path) {
  const { build } = await import('esbuild');
  const { outputFiles: [{ text }] } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))], bundle: true, write: false, format: 'esm',
  });
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}
