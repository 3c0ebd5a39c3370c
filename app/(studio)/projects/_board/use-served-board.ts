'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { unpackBoard } from '#lib/storyboard/packed-board.ts'

/** Begins with the board that came with the page, unless this tab has one: that one is kept current by events. */
export function useServedBoard(projectId: string, packed: string): void {
  const queryClient = useQueryClient()
  useState(() => {
    const key = queryKeys.board(projectId)
    if (!queryClient.getQueryData(key)) queryClient.setQueryData<Board>(key, unpackBoard(packed))
  })
}
