// Two ends of a TCP connection in Node, each packet crossing from WebAssembly to JavaScript and back: the package's, one packet
// or many at a time, and smoltcp's. All have MSS 1460, buffers of 1 MiB, no timestamps (smoltcp has none), the same steps of
// virtual time, and copy what the user writes and reads.
import { TcpConnection } from 'drywire';

const CHUNK = 65_536;
/** How much virtual time passes between two exchanges, in ms. */
const STEP = 0.1;
const LOCAL = '10.0.0.1:49152';
const REMOTE = '10.0.0.2:80';

/** The package's ends; `carry` takes packets from one to the other. */
class Ends {
  #now = 0;
  #client;
  #server;
  #carry;

  constructor(carry) {
    this.#carry = carry;
  }

  open() {
    const settings = { sendBuffer: 1 << 20, receiveBuffer: 1 << 20, timestamps: false };
    this.#server = TcpConnection.listen({ ...settings, local: REMOTE, seed: 2 });
    this.#client = TcpConnection.connect({ ...settings, local: LOCAL, remote: REMOTE, seed: 1 }, this.#now);
    while (this.#server.state !== 'ESTABLISHED') this.exchange();
  }

  write(data) {
    return this.#client.write(data);
  }

  read() {
    return this.#server.read();
  }

  exchange() {
    this.#now += STEP;
    this.#pass(this.#client, this.#server);
    this.#pass(this.#server, this.#client);
  }

  close() {
    this.#client.close();
    this.exchange();
    this.#server.close();
    while (this.#client.state !== 'TIME-WAIT' || this.#server.state !== 'CLOSED') this.exchange();
    this.#now = this.#client.timeout();
    this.#client.advance(this.#now);
    if (this.#client.state !== 'CLOSED') throw new Error('TIME-WAIT did not end');
    this.#client.release();
    this.#server.release();
  }

  #pass(from, to) {
    const due = from.timeout();
    if (due !== null && due <= this.#now) from.advance(this.#now);
    this.#carry(from, to, this.#now);
  }
}

export const oneByOne = () =>
  new Ends((from, to, now) => {
    for (let packet; (packet = from.transmit(now)) !== null;) to.receive(packet, now);
  });

export const inBatches = () => new Ends((from, to, now) => to.receiveAll(from.transmitAll(now), now));

/** smoltcp's ends, behind functions as thin as the package's own. */
export class Peer {
  #glue;
  #memory;
  #input;
  #output;

  constructor({ glue, memory }) {
    this.#glue = glue;
    this.#memory = memory;
    glue.peerInput();
    this.#refresh();
  }

  open() {
    this.#glue.peerOpen();
    while (this.#glue.peerState(1) !== ESTABLISHED) this.exchange();
  }

  write(data) {
    if (this.#input.length === 0) this.#refresh();
    this.#input.set(data);
    return this.#glue.peerWrite(0, data.length);
  }

  read() {
    return this.#taken(this.#glue.peerRead(1));
  }

  exchange() {
    this.#glue.peerPass(false);
    for (const from of [0, 1]) {
      for (let length; (length = this.#glue.peerTransmit(from)) > 0;) {
        const packet = this.#taken(length);
        if (this.#input.length === 0) this.#refresh();
        this.#input.set(packet);
        this.#glue.peerReceive(1 - from, length);
      }
    }
  }

  close() {
    const { peerClose, peerPass, peerState } = this.#glue;
    peerClose(0);
    this.exchange();
    peerClose(1);
    while (peerState(0) !== TIME_WAIT || peerState(1) !== CLOSED) this.exchange();
    peerPass(true);
    this.exchange();
    if (peerState(0) !== CLOSED) throw new Error('TIME-WAIT did not end');
  }

  #taken(length) {
    if (this.#output.length === 0) this.#refresh();
    return this.#output.slice(0, length);
  }

  #refresh() {
    const { buffer } = this.#memory;
    this.#input = new Uint8Array(buffer, this.#glue.peerInput(), CHUNK);
    this.#output = new Uint8Array(buffer, this.#glue.peerOutput(), CHUNK);
  }
}

const [CLOSED, ESTABLISHED, TIME_WAIT] = [0, 1, 2];

/** What is written, over and over: bytes that differ from place to place. */
export const source = Uint8Array.from({ length: CHUNK }, (_, at) => Math.imul(at, 2_654_435_761) >>> 24);

/** Moves so many bytes from client to server; `show` is given what the server reads. */
export const transfer = (ends, count, show = () => {}) => {
  let [written, read] = [0, 0];
  while (read < count) {
    if (written < count) {
      const from = written % CHUNK;
      written += ends.write(source.subarray(from, Math.min(CHUNK, from + count - written)));
    }
    ends.exchange();
    for (let bytes; (bytes = ends.read()).length > 0; read += bytes.length) show(bytes);
  }
};

/** Opens a connection, moves one byte over it, and closes it. */
export const life = (ends) => {
  ends.open();
  transfer(ends, 1);
  ends.close();
};

/** Sees that what is written arrives, in order and unchanged, and that ends can be closed and opened again. */
export const check = (name, ends) => {
  for (let time = 0; time < 3; time++) {
    let at = 0;
    ends.open();
    transfer(ends, 5 << 20, (bytes) => {
      for (const byte of bytes) {
        if (byte !== source[at++ % CHUNK]) throw new Error(`${name}: byte ${at - 1} arrives as another one`);
      }
    });
    ends.close();
  }
};
