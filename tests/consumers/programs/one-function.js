import { decode } from 'drywire';

console.log(decode('4500').problems);
