import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as it arrived, its text decoded. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Addresses in the text, in order. */
  readonly links: readonly string[];
}

/** A real SMTP server on the loopback that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** The next message to this address that nobody has taken yet. */
  take(address: string): Promise<ReceivedMail>;
  /** Takes messages, but answers none before the returned function is called. */
  hold(): () => void;
  /** From now on every message is refused, as by a server out of order. */
  refuse(): void;
  close(): Promise<void>;
}

const decoded = (raw: string): { subject: string; text: string } => {
  const split = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, split).replace(/\r\n\s+/g, ' ');
  const body = raw.slice(split + 4);
  const quoted = /content-transfer-encoding: quoted-printable/i.test(head);
  const bytes = quoted
    ? body
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : body;
  const subject = /^subject: (.*)$/im.exec(head)?.[1] ?? '';
  return { subject, text: Buffer.from(bytes, 'latin1').toString('utf8') };
};

/** Starts a mail server on a free port. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  let refusing = false;
  let held: Promise<void> = Promise.resolve();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        await held;
        if (refusing) return done(Object.assign(new Error('out of order'), { responseCode: 451 }));
        const { subject, text } = decoded(Buffer.concat(chunks).toString('latin1'));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, subject, text, links: text.match(/https?:\/\/\S+/g) ?? [] });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    take: async (address) => {
      for (let tries = 0; tries < 200; tries += 1) {
        const found = mails.find((mail) => mail.to.includes(address) && !taken.has(mail));
        if (found) {
          taken.add(found);
          return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`no mail to ${address} within five seconds`);
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    refuse: () => {
      refusing = true;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
