// Azurite as the tests need it. It ends with whoever started it, so that a test run that is killed leaves no server behind; and on the line "crash" it
// dies in the middle of what it is doing without losing anything that it has acknowledged, as Azure does: by itself it writes its state every five seconds only.
const net = require("net");
const Loki = require("lokijs");

const sockets = new Set();
const databases = new Set();
let crashing = false;

const emit = net.Server.prototype.emit;
net.Server.prototype.emit = function (event, socket, ...rest) {
  if (event === "connection" && crashing) {
    socket.destroy();
    return true;
  }
  if (event === "connection") {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  }
  return emit.call(this, event, socket, ...rest);
};

for (const use of ["addCollection", "loadDatabase"]) {
  const original = Loki.prototype[use];
  Loki.prototype[use] = function (...rest) {
    databases.add(this);
    return original.apply(this, rest);
  };
}

function crash() {
  // Nobody hears an answer from here on, not even who connects anew, so nothing is acknowledged after the state is written.
  crashing = true;
  for (const socket of sockets) socket.destroy();
  const saving = [...databases].map((database) => new Promise((done) => database.saveDatabase(done)));
  Promise.all(saving).then(() => process.kill(process.pid, "SIGKILL"));
}

process.stdin.on("data", (line) => line.toString().startsWith("crash") && crash());
process.stdin.on("end", () => process.exit());

// It looks through all it holds for what is deleted, the queues every minute and the blobs every ten, and answers nobody meanwhile. A test run ends before that is worth it.
const day = 24 * 60 * 60 * 1000;
for (const service of ["blob", "queue"]) require(`azurite/dist/src/${service}/utils/constants`).DEFAULT_GC_INTERVAL_MS = day;

// Telemetry is off, but half of what it loads at its start is for that.
const Module = require("module");
const load = Module._load;
Module._load = (name, ...rest) => (name === "applicationinsights" ? {} : load(name, ...rest));

// It reads the same few templates of addresses again for each request.
const read = require("uri-templates");
const templates = new Map();
require.cache[require.resolve("uri-templates")].exports = (template) => {
  if (!templates.has(template)) templates.set(template, read(template));
  return templates.get(template);
};

require("azurite/dist/src/azurite.js");
