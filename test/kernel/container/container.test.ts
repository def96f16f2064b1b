import { expect } from 'chai';
import { Container, service, token } from '../../../src/kernel/index.ts';

interface Greeter {
  greet(): string;
}
const GREETER = token<Greeter>('test.greeter');
const NAME = token<string>('test.name');
const greeter = (word: string): Greeter => ({ greet: () => word });

@service(GREETER, NAME)
class Letter {
  readonly text: string;
  constructor(greeting: Greeter, name: string) {
    this.text = `${greeting.greet()} ${name}`;
  }
}

class WithoutParameters {
  readonly made = true;
}

class Undecorated {
  constructor(readonly name: string) {}
}

class HeirOfLetter extends Letter {}

@service(NAME)
class DecoratedHeir extends WithoutParameters {
  constructor(readonly name: string) {
    super();
  }
}

describe('Container', () => {
  let root: Container;

  beforeEach(() => {
    root = Container.create();
  });

  it('resolves what was registered', () => {
    root.register(NAME, 'Ada');
    expect(root.resolve(NAME)).to.equal('Ada');
    expect(root.has(NAME)).to.equal(true);
  });

  it('names the token that nobody registered', () => {
    expect(() => root.resolve(GREETER)).to.throw('test.greeter');
    expect(root.has(GREETER)).to.equal(false);
  });

  it('refuses a second registration of a token, and keeps the first', () => {
    root.register(NAME, 'first');
    expect(() => {
      root.register(NAME, 'second');
    }).to.throw(/test\.name.*twice/);
    expect(root.resolve(NAME)).to.equal('first');
  });

  it('shares nothing between two containers', () => {
    root.register(NAME, 'Ada');
    expect(Container.create().has(NAME)).to.equal(false);
  });

  describe('construct', () => {
    it('gives the constructor what its tokens stand for, in their order', () => {
      root.register(NAME, 'Ada');
      root.register(GREETER, greeter('Dear'));
      expect(root.construct(Letter).text).to.equal('Dear Ada');
    });

    it('names the class and the token that is missing', () => {
      root.register(GREETER, greeter('Dear'));
      expect(() => root.construct(Letter)).to.throw(/Letter.*test\.name/);
    });

    it('constructs a class without parameters, decorated or not', () => {
      expect(root.construct(WithoutParameters).made).to.equal(true);
    });

    it('refuses a class with parameters that lacks @service', () => {
      root.register(NAME, 'Ada');
      expect(() => root.construct(Undecorated)).to.throw(/Undecorated.*@service/);
    });

    it('refuses a subclass without @service of a class with it, which would be given nothing at all', () => {
      root.register(NAME, 'Ada');
      root.register(GREETER, greeter('Dear'));
      expect(() => root.construct(HeirOfLetter)).to.throw(/HeirOfLetter.*@service/);
    });

    it('takes the tokens of a subclass from the subclass', () => {
      root.register(NAME, 'Ada');
      expect(root.construct(DecoratedHeir)).to.include({ name: 'Ada', made: true });
    });

    it('makes a new object at each call', () => {
      expect(root.construct(WithoutParameters)).not.to.equal(root.construct(WithoutParameters));
    });
  });

  describe('children', () => {
    it('see what is registered above them, also after they were made', () => {
      const grandchild = root.child().child();
      root.register(NAME, 'Ada');
      root.register(GREETER, greeter('Dear'));
      expect(grandchild.resolve(NAME)).to.equal('Ada');
      expect(grandchild.construct(Letter).text).to.equal('Dear Ada');
    });

    it('do not see what a sibling registered, and neither does the parent', () => {
      const sibling = root.child();
      const child = root.child();
      sibling.register(NAME, 'secret of the sibling');
      root.register(GREETER, greeter('Dear'));
      expect(child.has(NAME)).to.equal(false);
      expect(root.has(NAME)).to.equal(false);
      expect(() => child.resolve(NAME)).to.throw('test.name');
      expect(() => child.construct(Letter)).to.throw('test.name');
    });

    it('may have a registration of their own in place of the one above', () => {
      const child = root.child();
      root.register(NAME, 'above');
      child.register(NAME, 'own');
      expect([root.resolve(NAME), child.resolve(NAME)]).to.deep.equal(['above', 'own']);
    });
  });

  it('makes tokens that cannot be changed, and equal by their id alone', () => {
    root.register(NAME, 'Ada');
    expect(root.resolve(token<string>('test.name'))).to.equal('Ada');
    expect(Object.isFrozen(NAME)).to.equal(true);
  });
});
