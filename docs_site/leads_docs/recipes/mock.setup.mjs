import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export default async function (project) {
  const mock = spawn("leads-mock", ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface(mock.stdout), "line");
  project.provide("mockUrl", line.split(" ").at(-1));
  return async () => {
    mock.kill();
    await once(mock, "exit");
  };
}
