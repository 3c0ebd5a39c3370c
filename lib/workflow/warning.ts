/** What was bound otherwise than it was asked for. */
export type BindWarning = {
  code:
    | 'out_of_range'
    | 'size_made_even'
    | 'size_not_set'
    | 'not_used'
    | 'input_filled'
    | 'prefix_not_set'
    | 'other_folder'
    | 'lora_on_both'
  message: string
  node?: string | undefined
}
