// What the YAML parser complains about, in words that say what to do.
import type { ErrorCode, YAMLError } from 'yaml';
import type { Words } from '../fault.ts';

const wordsByCode: Partial<Record<ErrorCode, Words>> = {
  TAB_AS_INDENT: {
    code: 'tab-indentation',
    message: 'a tab stands where indentation is expected; YAML wants spaces',
    example: '  protocol: tcp',
  },
  BAD_INDENT: syntax(
    'the indentation does not fit the lines above, or a bracket is not closed; expected keys of one mapping in one column',
  ),
  BLOCK_AS_IMPLICIT_KEY: syntax(
    'a second ": " in this line, or a deeper line below it; expected quotes around a text with a colon',
    'description: "SSH: bastion only"',
  ),
  MULTILINE_IMPLICIT_KEY: syntax('a key has no ":" after it; expected "key: value"', 'name: web'),
  MISSING_CHAR: syntax(
    'a ":" or a "," is missing, or the indentation is wrong; expected "key: value"',
    'name: web',
  ),
  BAD_SCALAR_START: syntax(
    'this character cannot start a text; expected quotes around it',
    'description: "@office"',
  ),
  BAD_DQ_ESCAPE: syntax(
    'this is no escape of a double-quoted text; expected single quotes, or \\\\ for a backslash',
    "description: 'C:\\hosts'",
  ),
  UNEXPECTED_TOKEN: syntax(
    'something stands here that YAML does not expect; look at the indentation and the brackets above',
  ),
  TAG_RESOLVE_FAILED: syntax('a YAML tag (!…) that means nothing here; expected a plain value'),
};

export function yamlWords({ code, message }: YAMLError): Words {
  if (message.startsWith('Missing closing')) return unclosed;
  return (
    wordsByCode[code] ??
    syntax('this is not valid YAML; look at the quotes, brackets and indentation')
  );
}

const unclosed = syntax(
  'something is not closed; expected a closing quote, bracket or brace',
  'description: "Web tier"',
);

function syntax(message: string, example?: string): Words {
  return { code: 'yaml-syntax', message, ...(example === undefined ? {} : { example }) };
}
