/** Where this process began: the data folder and `trimtab.json` are looked for here. Under `npm run` it is the checkout. */
export const startFolder = process.cwd();

/**
 * Goes to where the person is. `npm run` makes the checkout the working directory and keeps theirs in INIT_CWD
 * (docs.npmjs.com, 'npm run'), so that the paths they name would count from a folder that they are not in. Other ways
 * to start the program have the right directory already, and inherited variables of another script are not followed.
 *
 * @returns whether the directory changed; it does not where the folder is gone
 */
export const goToCaller = (env: NodeJS.ProcessEnv, change = process.chdir): boolean => {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = env;
  if (script !== 'trimtab' || folder === undefined || folder === '') return false;
  try {
    change(folder);
    return true;
  } catch {
    return false;
  }
};
