import * as drywire from 'drywire';
import * as codec from 'drywire/codec';
import * as inspect from 'drywire/inspect';
import * as slim from 'drywire/slim';
import { answer } from './worker.js';

answer({ drywire, codec, inspect, slim });
