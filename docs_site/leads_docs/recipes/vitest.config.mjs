export default { test: { include: ["*.test.mjs"], globalSetup: "./mock.setup.mjs" } };
