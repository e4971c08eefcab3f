/** Room that axes and flags take around a plot, px: what lies over a plot is laid into the rest. */
export const plotBox = { left: 46, right: 10, top: 18, bottom: 20 } as const;

/** The plot's place within its chart. */
export const plotInset = "top-[18px] right-[10px] bottom-[20px] left-[46px]";
