/**
 * Measures `trimtab licences audit`: 100,000 users with 8 reports, as saved by a script from Microsoft Graph.
 * The floor is reading the same bytes and parsing the same JSON and CSV without judging anything.
 *
 *   node bench/licences.ts [users]
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { JsonSlicer } from '../src/cli/json-slices.ts';
import { inputFile } from '../src/cli/licences-input.ts';
import { createShippedCatalogue } from '../src/engines/licences/catalogue/shipped.ts';
import { createRandom } from '../src/engines/sample/random.ts';
import { readCsv } from '../src/platform/csv/read-csv.ts';

const asOf = '2026-06-30';
const random = createRandom('licences');
const catalogue = createShippedCatalogue();
const skuId = (partNumber: string): string => catalogue.byPartNumber(partNumber)?.id ?? '';

/** Sets of SKUs that users hold, by how many of 100 do. */
const mixes: readonly (readonly [number, readonly string[]])[] = [
  [40, ['SPE_E3']],
  [20, ['SPE_E5']],
  [10, ['SPE_F1']],
  [10, ['ENTERPRISEPACK', 'EMS', 'POWER_BI_PRO']],
  [8, ['SPE_E3', 'Microsoft_365_Copilot']],
  [5, ['SPE_E5', 'VISIOCLIENT', 'POWER_BI_PRO']],
  [4, ['STANDARDPACK', 'FLOW_FREE']],
  [3, ['SPE_E3', 'ENTERPRISEPACK', 'MCOEV']],
];
const draws = mixes.flatMap(([weight, skus]) => Array.from({ length: weight }, () => skus));

interface Person {
  readonly id: string;
  readonly name: string;
  readonly skus: readonly string[];
  readonly lastDay: string;
}

const day = (daysBefore: number): string =>
  new Date(Date.parse(asOf) - daysBefore * 86_400_000).toISOString().slice(0, 10);

const person = (index: number): Person => {
  const draw = random.below(100);
  const idle = draw < 80 ? 1 + random.below(25) : 30 + random.below(370);
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: `user${index}@example.com`,
    skus: draws[random.below(draws.length)] ?? [],
    lastDay: draw === 99 ? '' : day(idle),
  };
};

const userText = ({ id, name, skus, lastDay }: Person): string => {
  const states = skus.map((sku) => ({
    skuId: skuId(sku),
    disabledPlans: [],
    assignedByGroup: null,
    state: 'Active',
    error: 'None',
    lastUpdatedDateTime: '2025-09-01T08:00:00Z',
  }));
  const at = lastDay === '' ? null : `${lastDay}T07:00:00Z`;
  return JSON.stringify({
    id,
    userPrincipalName: name,
    displayName: `Somebody with a name ${id}`,
    accountEnabled: id.at(-1) !== '7' || id.at(-2) !== '3',
    userType: 'Member',
    createdDateTime: '2022-01-10T08:00:00Z',
    department: 'Sales',
    jobTitle: 'Consultant',
    usageLocation: 'DE',
    onPremisesSyncEnabled: null,
    employeeLeaveDateTime: null,
    assignedLicenses: skus.map((sku) => ({ skuId: skuId(sku), disabledPlans: [] })),
    licenseAssignmentStates: states,
    signInActivity: {
      lastSignInDateTime: at,
      lastSignInRequestId: id,
      lastNonInteractiveSignInDateTime: at,
      lastNonInteractiveSignInRequestId: id,
      lastSuccessfulSignInDateTime: at,
      lastSuccessfulSignInRequestId: id,
    },
  });
};

const refreshed = '2026-06-28';
const products = 'MICROSOFT 365 E3+POWER BI PRO';

/** Columns after the refresh date and the name, and a user's cells under them: as wide as Microsoft's own. */
const reports: Readonly<Record<string, readonly [string, (user: Person) => string]>> = {
  getOffice365ActiveUserDetail: [
    'Display Name,Is Deleted,Deleted Date,Has Exchange License,Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License,Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products,Report Period',
    ({ id, lastDay }) =>
      `${id},False,,True,True,True,False,True,True,${lastDay},${lastDay},${lastDay},,,${lastDay},2022-01-10,2022-01-10,2022-01-10,,2022-01-10,2022-01-10,${products},180`,
  ],
  getM365AppUserDetail: [
    'Last Activation Date,Last Activity Date,Report Period,Windows,Mac,Mobile,Web,Outlook,Word,Excel,PowerPoint,OneNote,Teams',
    ({ id, lastDay }) =>
      `2024-05-01,${lastDay},180,${id.at(-1) === '4' ? 'No' : 'Yes'},No,Yes,Yes,Yes,Yes,Yes,No,No,Yes`,
  ],
  getMailboxUsageDetail: [
    'Display Name,Is Deleted,Deleted Date,Created Date,Last Activity Date,Item Count,Storage Used (Byte),Issue Warning Quota (Byte),Prohibit Send Quota (Byte),Prohibit Send/Receive Quota (Byte),Deleted Item Count,Deleted Item Size (Byte),Has Archive,Report Period',
    ({ id, lastDay }) =>
      `${id},False,,2022-01-10,${lastDay},10250,${id.at(-2)}900000000,49000000000,49500000000,50000000000,12,1000000,False,180`,
  ],
  getOneDriveUsageAccountDetail: [
    'Site Id,Site URL,Owner Display Name,Is Deleted,Last Activity Date,File Count,Active File Count,Storage Used (Byte),Storage Allocated (Byte),Owner Principal Name,Report Period',
    ({ id, name, lastDay }) =>
      `${id},https://example-my.sharepoint.com/personal/${id},${id},False,${lastDay},1200,40,${id.at(-3)}900000000,1099511627776,${name},180`,
  ],
  getSharePointActivityUserDetail: [
    'Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,Synced File Count,Shared Internally File Count,Shared Externally File Count,Visited Page Count,Assigned Products,Report Period',
    ({ lastDay }) => `False,,${lastDay},120,10,4,0,33,${products},180`,
  ],
  getTeamsUserActivityUserDetail: [
    'User Id,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Meetings Organized Count,Meetings Attended Count,Has Other Action,Report Period',
    ({ id, lastDay }) =>
      `${id},${lastDay},False,,${products},20,120,${id.at(-1) === '4' ? 0 : 12},30,${id.at(-1) === '4' ? 0 : 4},26,No,180`,
  ],
  getEmailActivityUserDetail: [
    'Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,Receive Count,Read Count,Meeting Created Count,Meeting Interacted Count,Assigned Products,Report Period',
    ({ id, lastDay }) => `${id},False,,${lastDay},340,2800,2100,12,40,${products},180`,
  ],
  getOffice365ActivationsUserDetail: [
    'Display Name,Product Type,Last Activated Date,Windows,Mac,Windows 10 Mobile,iOS,Android,Activated On Shared Computer',
    ({ id }) =>
      `${id},MICROSOFT 365 APPS FOR ENTERPRISE,2024-05-01,${id.at(-1) === '9' ? 0 : 1},0,0,0,0,False`,
  ],
};

const write = (path: string, lines: () => Iterable<string>): Promise<void> =>
  pipeline(Readable.from(lines(), { objectMode: false }), createWriteStream(path));

function* pieces(
  people: readonly Person[],
  piece: (user: Person, index: number) => string,
): Generator<string> {
  for (let start = 0; start < people.length; start += 500) {
    yield people
      .slice(start, start + 500)
      .map((user, index) => piece(user, start + index))
      .join('');
  }
}

const makeTenant = async (folder: string, count: number): Promise<void> => {
  const people = Array.from({ length: count }, (_, index) => person(index));
  await mkdir(join(folder, 'reports'));
  await write(join(folder, 'users.json'), function* () {
    yield '{"value":[';
    yield* pieces(people, (user, index) => `${index === 0 ? '' : ','}${userText(user)}`);
    yield ']}';
  });
  const held = new Map<string, number>();
  for (const sku of people.flatMap(({ skus }) => skus)) held.set(sku, (held.get(sku) ?? 0) + 1);
  const skus = [...held].map(([partNumber, consumedUnits]) => ({
    skuId: skuId(partNumber),
    skuPartNumber: partNumber,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits,
    prepaidUnits: { enabled: Math.ceil(consumedUnits * 1.1), warning: 0, suspended: 0, lockedOut: 0 },
    servicePlans: [],
  }));
  await write(join(folder, 'subscribedSkus.json'), () => [JSON.stringify({ value: skus })]);
  for (const [name, [columns, cells]] of Object.entries(reports)) {
    const nameColumn = columns.includes('Owner Principal Name') ? '' : ',User Principal Name';
    await write(join(folder, 'reports', `${name}.csv`), function* () {
      yield `\ufeffReport Refresh Date${nameColumn},${columns}\r\n`;
      yield* pieces(
        people,
        (user) => `${refreshed}${nameColumn === '' ? '' : `,${user.name}`},${cells(user)}\r\n`,
      );
    });
  }
};

/** Time of the processor, in ms: what a machine that does other things as well can still measure. */
const usedMs = (usage: NodeJS.CpuUsage): number => (usage.user + usage.system) / 1000;

/** Reads and parses everything, and judges nothing. */
const floor = async (folder: string): Promise<number> => {
  const before = process.cpuUsage();
  let entities = 0;
  const slicer = new JsonSlicer({ label: 'users.json', fix: '', lists: ['value'] }, ({ text }) => {
    JSON.parse(text);
    entities += 1;
  });
  for await (const chunk of inputFile(join(folder, 'users.json'), process.stdin).read()) slicer.push(chunk);
  slicer.end();
  for (const file of await readdir(join(folder, 'reports'))) {
    const sink = { begin: () => () => undefined };
    entities += await readCsv(inputFile(join(folder, 'reports', file), process.stdin), sink);
  }
  console.log(`floor: ${entities} entities and rows`);
  return usedMs(process.cpuUsage(before));
};

const users = Number(process.argv[2] ?? 100_000);
const folder = await mkdtemp(join(tmpdir(), 'trimtab-bench-licences-'));
try {
  await makeTenant(folder, users);
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
  const floorMs = await floor(folder);
  const output = join(folder, 'audit.json');
  const start = performance.now();
  const run = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();console.error('used',u.maxRSS,(u.userCPUTime+u.systemCPUTime)/1000)})`,
      'src/main.ts',
      ...['licences', 'audit', folder, '--as-of', asOf, '--format', 'json', '--output', output],
    ],
    { encoding: 'utf8' },
  );
  const auditMs = performance.now() - start;
  const [, peakKib = 'NaN', auditCpu = 'NaN'] = /used (\d+) ([\d.]+)/.exec(run.stderr) ?? [];
  const ratio = Number(auditCpu) / floorMs;
  console.log(
    `users ${users}, input ${megabytes.toFixed(0)} MB, output ${((await stat(output)).size / 1e6).toFixed(0)} MB`,
  );
  console.log(
    `audit ${(auditMs / 1000).toFixed(1)} s, of them ${(Number(auditCpu) / 1000).toFixed(1)} s of processor`,
  );
  console.log(`peak memory ${(Number(peakKib) / 1024).toFixed(0)} MiB`);
  console.log(`floor ${(floorMs / 1000).toFixed(1)} s of processor, ratio ${ratio.toFixed(2)}`);
} finally {
  if (!process.env.KEEP) await rm(folder, { recursive: true, force: true });
  else console.log(folder);
}
