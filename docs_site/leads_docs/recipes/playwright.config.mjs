import { defineConfig } from "@playwright/test";

export default defineConfig({
  testMatch: "*.spec.mjs",
  webServer: {
    command: "leads-mock --port 8080",
    url: "http://127.0.0.1:8080/__admin/health",
    reuseExistingServer: true,
  },
});
