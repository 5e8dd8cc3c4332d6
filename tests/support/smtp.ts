/** A mail server on loopback that takes what it is sent, or refuses it: enough of SMTP for a real client. */
import { createServer, type Socket } from 'node:net';

export type SmtpServer = {
  url: string;
  /** Whole letters, headers and body, as they came. */
  letters: string[];
  /** Refuses the recipient of the next letters. */
  refuse: boolean;
  close(): Promise<void>;
};

export async function smtpServer(): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    serve(socket, server);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const server: SmtpServer = {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    letters: [],
    refuse: false,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  };
  return server;
}

function serve(socket: Socket, server: SmtpServer): void {
  let input = '';
  let letter: string | null = null;
  socket.setEncoding('utf8').write('220 test\r\n');
  socket.on('data', (chunk: string) => {
    input += chunk;
    for (let end = input.indexOf('\r\n'); end >= 0; end = input.indexOf('\r\n')) {
      const line = input.slice(0, end);
      input = input.slice(end + 2);
      if (letter === null) socket.write(`${answer(line)}\r\n`);
      else if (line === '.') {
        server.letters.push(letter);
        letter = null;
        socket.write('250 taken\r\n');
      } else letter += `${line.replace(/^\.\./, '.')}\n`;
    }
  });

  function answer(line: string): string {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT' && server.refuse) return '550 no such mailbox';
    if (verb === 'DATA') {
      letter = '';
      return '354 go on';
    }
    if (verb === 'QUIT') return '221 bye';
    return '250 ok';
  }
}
