/** React picks its fast build by NODE_ENV in the moment it is loaded: a composition root imports this before all else. */
process.env['NODE_ENV'] ??= process.argv.includes('--development') ? 'development' : 'production';
