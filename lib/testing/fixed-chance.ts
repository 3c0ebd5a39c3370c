import fc from 'fast-check'

/**
 * The same random inputs on every run, so that a build that passed passes again and a failure is found where it was.
 * `FUZZ_SEED=<number> npx vitest run` looks elsewhere.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FUZZ_SEED ?? 20_261_120) })
