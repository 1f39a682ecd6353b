/** The heading that receives focus after navigation, so that screen readers announce the new page. */
export const pageTitleId = 'page-title';
