// A packet, and what is none, on the console of a page that has the formatters.
import { decode } from './node_modules/drywire/dist/esm/index.js';
import { installFormatters } from './node_modules/drywire/dist/esm/devtools.js';

installFormatters();
console.log(decode('4500001e00010000401166cc0a0000010a00000230390035000a0000abcd'), { neither: 'packet' });
