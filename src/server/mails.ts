import type { InvitationMail } from '../features/organisations/feature.ts';
import type { Mail } from '../platform/mail/mailer.ts';

type Texts = {
  readonly invitation: (mail: InvitationMail) => Omit<Mail, 'to'>;
  readonly reset: (mail: { name: string; link: string }) => Omit<Mail, 'to'>;
};

const en: Texts = {
  invitation: ({ inviterName, organisationName, link }) => ({
    subject: `${inviterName} invites you to ${organisationName} on Trimtab`,
    text: `Hello,\n\n${inviterName} invites you to join ${organisationName} on Trimtab.\n\nAccept within 7 days:\n${link}\n\nIf you did not expect this, ignore this message; nothing happens.\n`,
  }),
  reset: ({ name, link }) => ({
    subject: 'Choose a new password for Trimtab',
    text: `Hello ${name},\n\nsomebody asked for a new password for your account. If it was you, choose one within an hour:\n${link}\n\nIf it was not you, ignore this message; your password stays as it is.\n`,
  }),
};

const de: Texts = {
  invitation: ({ inviterName, organisationName, link }) => ({
    subject: `${inviterName} lädt Sie zu ${organisationName} auf Trimtab ein`,
    text: `Guten Tag,\n\n${inviterName} lädt Sie ein, ${organisationName} auf Trimtab beizutreten.\n\nNehmen Sie innerhalb von 7 Tagen an:\n${link}\n\nFalls Sie das nicht erwartet haben, ignorieren Sie diese Nachricht; es geschieht nichts.\n`,
  }),
  reset: ({ name, link }) => ({
    subject: 'Neues Passwort für Trimtab wählen',
    text: `Guten Tag ${name},\n\nfür Ihr Konto wurde ein neues Passwort angefordert. Wenn Sie das waren, wählen Sie es innerhalb einer Stunde:\n${link}\n\nWenn nicht, ignorieren Sie diese Nachricht; Ihr Passwort bleibt, wie es ist.\n`,
  }),
};

const nl: Texts = {
  invitation: ({ inviterName, organisationName, link }) => ({
    subject: `${inviterName} nodigt u uit voor ${organisationName} op Trimtab`,
    text: `Hallo,\n\n${inviterName} nodigt u uit om deel te nemen aan ${organisationName} op Trimtab.\n\nAccepteer binnen 7 dagen:\n${link}\n\nVerwachtte u dit niet, negeer dit bericht dan; er gebeurt niets.\n`,
  }),
  reset: ({ name, link }) => ({
    subject: 'Kies een nieuw wachtwoord voor Trimtab',
    text: `Hallo ${name},\n\ner is een nieuw wachtwoord voor uw account gevraagd. Was u dat, kies er dan een binnen een uur:\n${link}\n\nWas u het niet, negeer dit bericht dan; uw wachtwoord blijft zoals het is.\n`,
  }),
};

const fr: Texts = {
  invitation: ({ inviterName, organisationName, link }) => ({
    subject: `${inviterName} vous invite à rejoindre ${organisationName} sur Trimtab`,
    text: `Bonjour,\n\n${inviterName} vous invite à rejoindre ${organisationName} sur Trimtab.\n\nAcceptez dans les 7 jours :\n${link}\n\nSi vous n’attendiez pas ce message, ignorez-le ; il ne se passera rien.\n`,
  }),
  reset: ({ name, link }) => ({
    subject: 'Choisir un nouveau mot de passe pour Trimtab',
    text: `Bonjour ${name},\n\nun nouveau mot de passe a été demandé pour votre compte. Si c’était vous, choisissez-le dans l’heure :\n${link}\n\nSinon, ignorez ce message ; votre mot de passe reste inchangé.\n`,
  }),
};

const texts: Readonly<Record<string, Texts>> = { en, de, nl, fr };

/** The mails of sign-in and invitation in a person's language; English where it is not known. */
export const mailTexts = (language: string | null): Texts => texts[language ?? 'en'] ?? en;
