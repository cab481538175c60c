// A headless Chromium and its driver, for the tests that run in a browser.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EXE } from '../lib/paths.mjs';
import { SetupError, must } from '../lib/run.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const INSTALL = 'install Chromium (or Chrome) and the chromedriver of the same version; if they are not on the PATH, '
  + 'set CHROMIUM_PATH to the browser and CHROMEDRIVER to the driver';

/** The browser: `CHROMIUM_PATH`, or the first that is found. @returns {string | undefined} */
export const findBrowser = () =>
  process.env.CHROMIUM_PATH || onPath(BROWSERS) || MACOS.find((path) => existsSync(path));

/** Its WebDriver: `CHROMEDRIVER`, or the one on the path. @returns {string | undefined} */
export const findDriver = () => process.env.CHROMEDRIVER || onPath(['chromedriver']);

/** @type {import('../lib/ensure.mjs').Task} */
export const browser = {
  title: 'headless Chromium and its driver',
  after: [],
  tools: [],
  ready: () => [findBrowser(), findDriver()].every((path) => path !== undefined && existsSync(path)),
  make: async () => {
    if (!isDebian() || process.getuid?.() !== 0) throw new SetupError('no Chromium or no chromedriver was found', hint());
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const next = 'look at apt-get\'s message above';
    await must('apt-get', ['update', '--quiet'], { env, next });
    const wanted = ['chromium', 'chromium-driver'];
    await must('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...wanted], { env, next });
    if (!browser.ready()) throw new SetupError('Chromium was installed, but is not on the PATH', INSTALL);
  },
};

const MACOS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

const onPath = (names) => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + EXE))).find((path) => existsSync(path));
};

const isDebian = () =>
  existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));

const hint = () =>
  isDebian() ? `as root, run \`apt-get install chromium chromium-driver\`; or ${INSTALL}` : INSTALL;
