import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
} from '@fluentui/react-components';

/** Deep teal; 80 carries white text at 5.7 : 1. */
const brand: BrandVariants = {
  10: '#001213',
  20: '#021f21',
  30: '#032d30',
  40: '#033a3e',
  50: '#04484d',
  60: '#04565c',
  70: '#04646b',
  80: '#04727a',
  90: '#22828a',
  100: '#3f9299',
  110: '#5aa3a9',
  120: '#75b4b9',
  130: '#90c4c8',
  140: '#acd5d8',
  150: '#c9e5e7',
  160: '#e8f5f6',
};

const light = createLightTheme(brand);
const dark = createDarkTheme(brand);

export const lightTheme: Theme = light;

/** The generated dark theme takes brand 100 for text, which is too dim on its own surfaces for WCAG AA. */
export const darkTheme: Theme = {
  ...dark,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorBrandForegroundLinkPressed: brand[110],
  colorCompoundBrandForeground1: brand[120],
  colorCompoundBrandForeground1Hover: brand[130],
  colorNeutralForeground2BrandHover: brand[120],
  colorNeutralForeground2BrandSelected: brand[120],
};
