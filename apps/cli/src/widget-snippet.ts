/** What a page holds to show a profile: the element, and the function that gets it a token from the page's own server. */
export function widgetSnippet(address: string): string {
  return `<script type="module" src="${address}/widgets/profile.js"></script>
<clientele-profile endpoint="${address}/graphql" profile-id="p_…"></clientele-profile>
<script type="module">
  document.querySelector('clientele-profile').getToken = async () => {
    const response = await fetch('/clientele-token');
    if (!response.ok) throw new Error(\`There is no token: \${response.status}\`);
    return (await response.json()).token;
  };
</script>`;
}
