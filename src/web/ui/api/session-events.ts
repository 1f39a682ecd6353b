/** Asks the person to confirm their password; resolves to whether they did. */
export type ConfirmPassword = () => Promise<boolean>;

let lost: (() => void) | undefined;
let confirm: ConfirmPassword | undefined;

/** The app says what happens when the server no longer knows the session. Returns how to undo it. */
export const onSessionLost = (listener: () => void): (() => void) => {
  lost = listener;
  return () => {
    if (lost === listener) lost = undefined;
  };
};

/** The app offers a dialog for operations that need a recently confirmed password. */
export const onStepUp = (listener: ConfirmPassword): (() => void) => {
  confirm = listener;
  return () => {
    if (confirm === listener) confirm = undefined;
  };
};

export const sessionLost = (): void => lost?.();
export const stepUp: ConfirmPassword = async () => (await confirm?.()) ?? false;
