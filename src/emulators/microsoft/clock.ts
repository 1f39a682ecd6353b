/** The time that the emulated services live in. */
export type Clock = () => Date;

export const epochSeconds = (clock: Clock): number => Math.floor(clock().getTime() / 1000);
