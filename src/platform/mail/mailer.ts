import nodemailer from 'nodemailer';

/** A message in plain text: small, readable everywhere, nothing to track. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** Connects and says hello, for `trimtab doctor`. */
  verify(): Promise<void>;
  close(): void;
}

/** A mailer over SMTP; `smtpUrl` as nodemailer takes it, `smtp://user:password@host:587`. */
export const createMailer = (options: { smtpUrl: string; from: string }): Mailer => {
  const transport = nodemailer.createTransport(options.smtpUrl, { from: options.from });
  return {
    send: async (mail) => {
      await transport.sendMail({ ...mail, disableFileAccess: true, disableUrlAccess: true });
    },
    verify: async () => {
      await transport.verify();
    },
    close: () => transport.close(),
  };
};
