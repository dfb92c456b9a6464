import { Card } from './Card.tsx';
import { ListStates, StaleList, type ListStatesProps } from './ListStates.tsx';

/** A card that is nothing but a list, in each of its states. */
export function ListCard<Row>(props: ListStatesProps<Row>) {
  return (
    <>
      <StaleList query={props.query} />
      <Card flush>
        <ListStates {...props} />
      </Card>
    </>
  );
}
