/** Tests reach this machine only: a connection to any other host fails at once, naming the host. */
import { isIPv6, Socket } from 'node:net';

interface Target {
  readonly host?: string;
  readonly path?: string;
}

const targetOf = (first: unknown, second: unknown): Target => {
  // net.connect hands its normalised arguments over as one array.
  if (Array.isArray(first)) return targetOf(first[0], first[1]);
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string') return { path: first };
  return typeof second === 'string' ? { host: second } : {};
};

const isOwn = ({ host, path }: Target): boolean =>
  path !== undefined ||
  host === undefined ||
  host === 'localhost' ||
  /^127\./.test(host) ||
  (isIPv6(host) && host === '::1');

const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...parameters: unknown[]): Socket {
  const target = targetOf(parameters[0], parameters[1]);
  if (!isOwn(target)) throw new Error(`a test tried to reach ${target.host}; tests reach this machine only`);
  return Reflect.apply(connect, this, parameters);
} as typeof connect;
