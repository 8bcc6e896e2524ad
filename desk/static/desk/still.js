// A component that is drawn again only when what it was given has changed: long lists stay quick.

import { Component } from "../vendor/htm-preact-standalone.module.js";

export const still = (draw) =>
  class extends Component {
    shouldComponentUpdate(next) {
      return Object.keys(next).some((key) => key !== "children" && next[key] !== this.props[key]);
    }

    render(props) {
      return draw(props);
    }
  };
