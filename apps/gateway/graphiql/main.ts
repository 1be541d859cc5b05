import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** The shop that the address names; where it names none, the first that is open to the session. */
const shop = new URLSearchParams(location.search).get('shop');

interface Asked {
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** The session's cookie speaks for whoever is signed in. What the tab of headers says goes before what the address says. */
async function ask(question: unknown, { headers }: Asked = {}): Promise<Record<string, unknown>> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(shop === null ? {} : { 'x-clientele-shop': shop }),
      ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)])),
    },
    body: JSON.stringify(question),
  });
  return response.json();
}

const START = `# Ask about the shop; the book on the left shows what there is.
{
  shop { name totals { profiles orders revenue { net { amount currency } } } }
  profiles(first: 5, query: "number_of_orders >= 5") {
    nodes { rfmGroup records { name } traits(names: ["amount_spent", "last_order_date"]) { label display } }
  }
}
`;

const page = document.querySelector('#graphiql');
if (page !== null) createRoot(page).render(createElement(GraphiQL, { fetcher: ask, initialQuery: START }));
