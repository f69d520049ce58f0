/** In place of modules that are loaded and whose exports nobody reads. */
module.exports = {};
