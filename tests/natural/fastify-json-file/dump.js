'use strict'

const fs = require('node:fs')
const path = require('node:path')
const _ = require('lodash')

const sortKeys = (key, value) => (_.isPlainObject(value) ? _.fromPairs(_.sortBy(_.toPairs(value), 0)) : value)
const { leads } = JSON.parse(fs.readFileSync(path.join(process.env.DATA, 'db.json'), 'utf8'))
console.log(JSON.stringify(leads, sortKeys, 2))
