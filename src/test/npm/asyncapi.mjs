// Reads the AsyncAPI document that is named, and tells what is in it; what the parser objects to goes to stderr.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
const { document, diagnostics } = await parser.parse(readFileSync(process.argv[2], 'utf8'));
for (const each of diagnostics) {
  if (each.severity <= 1) console.error(`${each.path.join('/')}: ${each.message}`);
}
for (const channel of document?.channels() ?? []) {
  for (const message of channel.messages()) {
    const fields = Object.keys(message.payload()?.properties() ?? {}).length;
    console.log(`${channel.address()} ${message.id()} ${fields}`);
  }
}
