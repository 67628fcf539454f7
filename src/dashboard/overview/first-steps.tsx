import { Link } from '../navigation/link.tsx';
import { Copyable } from '../words/copyable.tsx';

/** For a farm that has built nothing yet: how to begin. */
export const FirstSteps = () => (
  <section aria-labelledby="first-steps" className="notice first-steps">
    <h2 id="first-steps">Nothing was built here yet</h2>
    <p>
      Give the farm an sdist, or the name of a release that an upstream has:{' '}
      <Link to="/build">begin a build</Link>, or on the command line:
    </p>
    <Copyable
      text="wheelyard build markupsafe==2.1.5 --all-targets"
      label="Copy the command that builds a release"
    />
    <Copyable text="wheelyard build ./project-1.0.tar.gz" label="Copy the command that builds an sdist" />
  </section>
);
