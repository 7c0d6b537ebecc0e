// Reads the OpenAPI documents that are named; what the parser objects to goes to stderr.
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['spec'] });
for (const file of process.argv.slice(2)) {
  for (const each of await lint({ ref: file, config })) {
    console.error(`${file}${each.location[0]?.pointer ?? ''}: ${each.message} (${each.ruleId})`);
  }
}
