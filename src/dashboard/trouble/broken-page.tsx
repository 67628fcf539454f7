/** Stands where a page stood that could not be shown. */
export const BrokenPage = () => (
  <main>
    <title>Broken page · Wheelyard</title>
    <h1>This page broke</h1>
    <p role="alert">
      An error in the page itself ended it; the farm goes on, and has been told. Load it again, or begin at{' '}
      <a href="/">the overview</a>.
    </p>
    <button type="button" onClick={() => window.location.reload()}>
      Load again
    </button>
  </main>
);
