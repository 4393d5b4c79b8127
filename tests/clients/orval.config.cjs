// Where the contract lies and where the client goes is the test's to say.
const { CONTRACT, TARGET, BASE_URL } = process.env;

module.exports = {
  leads: { input: CONTRACT, output: { target: TARGET, client: "fetch", mode: "single", baseUrl: BASE_URL } },
};
