import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// The tests share nothing but modules: as many processes as cores load them once each.
export default mergeConfig(shared, { test: { globalSetup: ['./testing/prepared-stores.ts'], isolate: false } });
