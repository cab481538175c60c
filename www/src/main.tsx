import { render } from 'preact';
import { Root } from './root';
import './styles/fonts.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/source.css';
import './styles/packets.css';
import './styles/flows.css';
import './styles/overview.css';
import './styles/bytes.css';
import './styles/detail.css';
import './styles/tree.css';

render(<Root />, document.getElementById('app')!);
