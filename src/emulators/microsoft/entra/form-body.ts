import { IncomingMessage } from 'node:http';

const maximumBytes = 64 * 1024;

/**
 * The form of a POST.
 * @throws RangeError when it is larger than 64 KiB
 */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > maximumBytes) throw new RangeError('the form is larger than 64 KiB');
    chunks.push(part);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
};

/** The same request with another path and form, for oidc-provider, which reads the body itself. */
export const withForm = (
  request: IncomingMessage,
  url: string,
  originalUrl: string,
  form: URLSearchParams | undefined,
): IncomingMessage => {
  const copy: IncomingMessage & { originalUrl?: string } = new IncomingMessage(request.socket);
  const body = Buffer.from(form?.toString() ?? '');
  copy.method = request.method ?? 'GET';
  copy.httpVersion = request.httpVersion;
  copy.headers = { ...request.headers };
  copy.url = url;
  // An incomplete message takes its socket with it when it ends.
  copy.complete = true;
  // oidc-provider takes what stands before `url` here as the path that it is mounted at.
  copy.originalUrl = originalUrl;
  if (form) {
    copy.headers['content-length'] = String(body.length);
    delete copy.headers['transfer-encoding'];
    copy.push(body);
  }
  copy.push(null);
  return copy;
};
