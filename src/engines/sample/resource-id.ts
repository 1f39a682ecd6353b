import type { Cloud, SubAccount } from './model.ts';
import type { Random } from './random.ts';

interface ResourcePlace {
  readonly cloud: Cloud;
  readonly subAccount: SubAccount;
  /** See `Sku.idKind`. */
  readonly idKind: string;
  readonly regionId: string;
  readonly zone: string | undefined;
  readonly group: string;
  readonly name: string;
}

/** Writes the identifier of a resource as its cloud would. */
export const resourceIdOf = (place: ResourcePlace, random: Random): string => {
  switch (place.cloud) {
    case 'aws':
      return amazonId(place, random);
    case 'microsoft':
      return `/subscriptions/${place.subAccount.id}/resourceGroups/${place.group}/providers/${place.idKind}/${place.name}`;
    case 'google':
      return googleId(place);
  }
};

const amazonId = ({ idKind, regionId, subAccount, name }: ResourcePlace, random: Random): string => {
  const separator = idKind.indexOf(':');
  const [service, kind] = [idKind.slice(0, separator), idKind.slice(separator + 1)];
  if (service === 's3') return `arn:aws:s3:::halcyon-${name}`;
  // Kinds that end in a dash or a letter are followed by a made-up number, the others by the name.
  const own = /[-A-Z]$/.test(kind) ? random.hex(17) : name;
  return `arn:aws:${service}:${regionId}:${subAccount.id}:${kind}${own}`;
};

const googleId = ({ idKind, subAccount, regionId, zone, name }: ResourcePlace): string => {
  const [service, collection] = idKind.split('/');
  const place = zone === undefined ? `locations/${regionId}` : `zones/${zone}`;
  return `//${service}/projects/${subAccount.id}/${place}/${collection}/${name}`;
};
