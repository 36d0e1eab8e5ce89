// A plugin for Swagger UI: the landmark and the heading that its page lacks for who listens to it.

type Component = (props: object) => object;

interface System {
  React: { createElement(type: string | Component, props: object, ...children: unknown[]): object };
}

export const landmarks = {
  wrapComponents: {
    InfoContainer:
      (Original: Component, { React: { createElement } }: System): Component =>
      (props) =>
        createElement("header", { role: "banner" }, createElement(Original, props), createElement("h2", { className: "unseen" }, "Requests")),
  },
};
