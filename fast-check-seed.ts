import fc from 'fast-check';

/**
 * Properties draw the same in every run, so that none fails by chance on what a change did not touch. `CLIENTELE_TEST_SEED`
 * draws others, as each long run does.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.CLIENTELE_TEST_SEED ?? 20261121) });
