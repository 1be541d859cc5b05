import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// The tests share nothing but modules: one process for all files loads them once.
export default mergeConfig(shared, { test: { globalSetup: ['./testing/two-shops.ts'], isolate: false } });
