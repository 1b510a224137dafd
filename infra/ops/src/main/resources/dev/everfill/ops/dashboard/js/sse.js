// Server-sent events out of a byte stream, by the rules of the HTML standard. EventSource would do
// but for the Authorization header, which it cannot send.

/** Calls back with `{type, id, data}` per event, and once for any bytes at all, until the end. */
export async function read(body, onEvent, onBytes) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new Parser(onEvent);
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) {
        return;
      }
      onBytes();
      parser.add(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Lines may be cut anywhere between two pieces, between CR and LF too. */
export class Parser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = '';
    this.id = '';
    this.clear();
  }

  clear() {
    this.type = 'message';
    this.data = [];
  }

  add(piece) {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop();
    lines.forEach((line) => this.line(line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  line(line) {
    if (line === '') {
      if (this.data.length > 0) {
        this.onEvent({type: this.type, id: this.id, data: this.data.join('\n')});
      }
      this.clear();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (name === 'event') {
      this.type = value;
    } else if (name === 'data') {
      this.data.push(value);
    } else if (name === 'id') {
      this.id = value;
    }
  }
}
