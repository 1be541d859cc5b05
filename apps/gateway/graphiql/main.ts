import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** The session's cookie speaks for whoever is signed in. */
async function ask(question: unknown): Promise<Record<string, unknown>> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
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
