import type { SignInAccount } from '../tenant/interface.ts';

/** Text made safe to stand in HTML. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const style =
  'body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f2f2f2;color:#1b1b1b}' +
  'main{max-width:28rem;margin:4rem auto;padding:2rem;background:#fff;border:1px solid #767676}' +
  'button{font:inherit;padding:.5rem 1rem;margin:.25rem .25rem .25rem 0}ul{padding-left:1.25rem}' +
  '.account{display:block;width:100%;text-align:left}.note{color:#4a4a4a;font-size:.875rem}input{font:inherit}';

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>` +
  `<p class="note">Emulated Microsoft sign-in</p><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

const alert = (text: string | undefined): string =>
  text === undefined ? '' : `<p role="alert">${escapeHtml(text)}</p>`;

const hidden = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');

export interface AccountPage {
  readonly action: string;
  readonly accounts: readonly SignInAccount[];
  readonly loginHint?: string;
  readonly failure?: string;
}

/** Offers the known accounts, one button each, and a field for any other. */
export const accountPage = ({ action, accounts, loginHint, failure }: AccountPage): string => {
  const target = escapeHtml(action);
  const buttons = accounts.map(
    ({ userPrincipalName, displayName, role }) =>
      `<li><button class="account" name="account" value="${escapeHtml(userPrincipalName)}">` +
      `${escapeHtml(displayName)} — ${escapeHtml(userPrincipalName)} — ${escapeHtml(role)}</button></li>`,
  );
  return page(
    'Pick an account',
    `${alert(failure)}<form method="post" action="${target}"><ul>${buttons.join('')}</ul></form>` +
      `<form method="post" action="${target}"><p><label for="other">Use another account</label><br>` +
      `<input id="other" name="account" type="email" autocomplete="username" maxlength="256" required ` +
      `value="${escapeHtml(loginHint ?? '')}"></p><button>Sign in</button></form>` +
      `<form method="post" action="${target}"><button name="decision" value="cancel">Cancel</button></form>`,
  );
};

export interface ConsentPage {
  readonly action: string;
  readonly applicationName: string;
  readonly userPrincipalName: string;
  readonly permissions: readonly { readonly name: string; readonly title: string }[];
  /** Whether the account may consent for everyone in its tenant. */
  readonly canConsentForAll: boolean;
  /** Whether it is for everyone in any case, as with admin consent. */
  readonly isForAll: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

/** Lists what is asked for, in words, with Accept and Cancel. */
export const consentPage = (view: ConsentPage): string => {
  const items = view.permissions.map(
    ({ name, title }) => `<li>${escapeHtml(title)} <span class="note">(${escapeHtml(name)})</span></li>`,
  );
  const everyone =
    view.canConsentForAll && !view.isForAll
      ? '<p><label><input type="checkbox" name="onBehalf" value="on"> Consent on behalf of your organization</label></p>'
      : '';
  return page(
    view.isForAll ? 'Permissions requested — Review for your organization' : 'Permissions requested',
    `<p>${escapeHtml(view.userPrincipalName)}</p><h2>${escapeHtml(view.applicationName)}</h2>` +
      `<p>This app would like to:</p><ul>${items.join('')}</ul>` +
      `<form method="post" action="${escapeHtml(view.action)}">${hidden(view.fields)}${everyone}` +
      `<button name="decision" value="accept">Accept</button>` +
      `<button name="decision" value="cancel">Cancel</button></form>`,
  );
};

/** Tells someone who is no administrator that only one can consent. */
export const approvalPage = (
  action: string,
  applicationName: string,
  fields: Record<string, string>,
): string =>
  page(
    'Need admin approval',
    `<h2>${escapeHtml(applicationName)}</h2><p>${escapeHtml(applicationName)} needs permission to access resources ` +
      'in your organization that only an admin can grant. Please ask an admin to grant permission to this app ' +
      'before you can use it.</p><p role="alert">AADSTS90094: Admin consent is required for the permissions requested ' +
      `by this application.</p><form method="post" action="${escapeHtml(action)}">${hidden(fields)}` +
      '<button name="decision" value="cancel">Return to the application without granting consent</button></form>',
  );

export const errorPage = (text: string): string =>
  page('Sign in', `<h2>Sorry, but we’re having trouble signing you in.</h2>${alert(text)}`);

export const signedOutPage = (): string =>
  page('You signed out of your account', '<p>You can close this window.</p>');

/** Asks once more; `form` is oidc-provider's own, with its token against forgery. */
export const signOutPage = (form: string): string =>
  page('Sign out', `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`);
