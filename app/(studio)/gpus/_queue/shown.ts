/** What a screen holds, and what somebody may still read through. Behind that only the number counts. */
export const firstShown = 20
export const mostShown = 200
