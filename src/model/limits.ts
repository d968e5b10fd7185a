// What the API takes at most, from its documentation.

/** Rules in one authorize or revoke call. */
export const rulesPerCallMax = 100;
export const priorityMin = 1;
/** The largest priority that can be authorized. */
export const priorityMax = 100;
/** The largest that a live rule may have: rules made by the cloud before 2020 stand at 110. */
export const livePriorityMax = 127;
