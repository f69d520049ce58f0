/** In place of modules that libraries load and that we never let them call. */
function Unused() {}

module.exports = {
  HttpProxyAgent: Unused,
  HttpsProxyAgent: Unused,
  SocksProxyAgent: Unused,
  SocksClient: Unused,
};
